"""HTTP and sockets: the URL table, guards at every edge, and what is served to browsers."""
