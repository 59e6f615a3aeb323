"""The commands, each in a module that is called as it is, and imported when it is used."""
