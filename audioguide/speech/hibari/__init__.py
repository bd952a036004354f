"""hibari: a natural English voice that comes along with its package and computes with onnxruntime.

Of what the package could do, four things are done otherwise here. It has one voice, `heart`: any
other would be fetched from the network. Its samples depend on whether scipy is there: it never is.
It reads what it knows of a text and drops the rest: here that is an error. And it leaves three
quarters of a second or more between two sentences of a text, which is as long as the silence
between two texts: here the sentences are spoken one by one, and joined.
"""
