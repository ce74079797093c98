"""Every text of the practices in every language of a reader: English msgids and gettext catalogues."""
