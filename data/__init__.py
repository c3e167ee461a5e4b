"""All input and output: the store, imports, the command line, the demo, reference lists, texts."""
