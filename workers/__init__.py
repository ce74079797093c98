"""Everything that runs beside the web: jobs, connectors, channels, ticker, supervisor."""
