module github.com/wireroom/wireroom/services/wireroom

go 1.26.0

require (
	github.com/wireroom/wireroom/pkg v0.0.0
	github.com/wireroom/wireroom/services/enrich v0.0.0
	github.com/wireroom/wireroom/services/ingest v0.0.0
	github.com/wireroom/wireroom/services/normalize v0.0.0
	github.com/wireroom/wireroom/services/publish v0.0.0
)

require (
	github.com/alecthomas/kong v1.17.0 // indirect
	github.com/mitchellh/colorstring v0.0.0-20190213212951-d06e56a500db // indirect
	github.com/rivo/uniseg v0.4.7 // indirect
	github.com/schollz/progressbar/v3 v3.19.1 // indirect
	github.com/stretchr/testify v1.12.1 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/term v0.47.0 // indirect
)

replace github.com/wireroom/wireroom/pkg => ../../pkg

replace github.com/wireroom/wireroom/services/ingest => ../ingest

replace github.com/wireroom/wireroom/services/normalize => ../normalize

replace github.com/wireroom/wireroom/services/enrich => ../enrich

replace github.com/wireroom/wireroom/services/publish => ../publish
