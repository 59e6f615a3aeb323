"""What the subcommands share: flags, sources, messages, output."""
