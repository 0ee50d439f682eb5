"""An answer on the page: what it says, as data, and the component that draws it and lets it follow the pen."""
