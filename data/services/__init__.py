"""Jobs: each reads from the store, calls the domain, and gives or stores the result; screens and command line call the
same."""
