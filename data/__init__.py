"""All input and output: the store, the services, documents, the command line, the demo, reference lists and texts."""
