"""Charts: one house style, one record a chart, drawn by Matplotlib and seaborn as small inline SVG."""
