"""The check before deployment: reads diagrams and refuses what would not run as drawn."""
