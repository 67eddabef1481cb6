"""The commands of the command line, one module each; a module has one public name, ``command``."""
