"""Services: each reads from the store, calls the domain, and returns or stores the result. Screens and the command line
use the same services."""
