"""Languages of the interface and the catalogues of its visible strings."""
