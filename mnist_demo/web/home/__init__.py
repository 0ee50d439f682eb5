"""The page to take home: networks as one HTML file that opens with a double click, and sites of such pages."""
