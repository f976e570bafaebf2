"""The explorer: a web server over the graph of a build directory, with a SPARQL endpoint and JSON routes.

In: a build directory and settings. Out: an ASGI application (`kg.serve.app.application`). The server reads the
current generation, switches to a newer one when a build publishes it, and writes nothing but the review file.

    app          puts the parts together            guard      hosts, sizes and headers of every request
    current      the generation being served        workers    processes that answer queries (worker: one of them)
    parts        what routes share                  present    records of the graph as models of the answers
    protocol     SPARQL 1.1 Protocol                negotiate  media types
    describe     service description, VoID          named      named queries
    vocabulary, overview, things, network, timeline, tables, documents, judging, exports: JSON routes
    static_files the pages, which `static/` holds   reviews    the review file
"""
