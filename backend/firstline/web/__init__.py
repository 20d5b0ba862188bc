"""What the desk serves over HTTP. `site.setup` puts it all into an application."""
