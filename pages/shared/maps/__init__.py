"""The maps that several screens use."""
