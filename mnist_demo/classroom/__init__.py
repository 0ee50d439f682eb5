"""Who uses the page, and what they may do there. Imports images and the root."""
