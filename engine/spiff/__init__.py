"""The only room that imports SpiffWorkflow: everything else sees `engine.spiff.port`."""
