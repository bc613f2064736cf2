"""Charts of the publication: numbers of a measure come in, a `RenderedChart` goes out.

Each kind of chart has one module with its words and its drawing. Seaborn and Matplotlib draw the charts; the map, the
small multiples and the preview card are written as SVG. A chart is one record: two drawings (wide and narrow), the
words for readers who do not see them, and the table of the numbers drawn. Nothing here touches the disk. Only
`canvas` and the kinds drawn on it import Matplotlib and seaborn.
"""
