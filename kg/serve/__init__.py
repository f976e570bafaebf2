"""The explorer: a web server over the graph of a build directory, with a SPARQL endpoint and JSON routes.

In: a build directory and settings. Out: an ASGI application (`kg.serve.app.application`). The server reads the
current generation, switches to a newer one when a build publishes it, and writes nothing but the review file.

    app         puts the parts together          guard      headers, hosts and sizes of every request
    current     the generation being served      workers    processes that answer queries
    protocol    SPARQL 1.1 Protocol              present    records of the graph as models of the answers
    vocabulary, overview, things, network, timeline, tables, documents, reviews, exports, named: JSON routes
"""
