"""The operators' search: words of texts and queries, the feeder of the index, and the search itself."""
