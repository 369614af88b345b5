"""The web page, in Gradio; one module a tab."""
