"""What Ryadom is measured against: the same frames on the wire, with as little behind them as can be."""
