"""Charts as plain facts: pure functions from numbers to view models; components/chart_*.html draw them.

Every chart has a text summary as its accessible name and the same numbers as a table. Coordinates are
strings, so that no locale can put a comma into an SVG attribute. There are no style attributes: paint is
decided in static/css/charts.css by class.
"""
