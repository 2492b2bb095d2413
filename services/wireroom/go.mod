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
	github.com/antithesishq/antithesis-sdk-go v0.8.0-default-no-op // indirect
	github.com/google/go-tpm v0.9.8 // indirect
	github.com/klauspost/compress v1.20.3 // indirect
	github.com/minio/highwayhash v1.0.4 // indirect
	github.com/mitchellh/colorstring v0.0.0-20190213212951-d06e56a500db // indirect
	github.com/nats-io/jwt/v2 v2.8.2 // indirect
	github.com/nats-io/nats-server/v2 v2.15.2 // indirect
	github.com/nats-io/nkeys v0.4.16 // indirect
	github.com/nats-io/nuid v1.0.1 // indirect
	github.com/rivo/uniseg v0.4.7 // indirect
	github.com/schollz/progressbar/v3 v3.19.1 // indirect
	github.com/stretchr/testify v1.12.1 // indirect
	golang.org/x/crypto v0.58.0 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/term v0.47.0 // indirect
	golang.org/x/time v0.16.0 // indirect
)

replace github.com/wireroom/wireroom/pkg => ../../pkg

replace github.com/wireroom/wireroom/services/ingest => ../ingest

replace github.com/wireroom/wireroom/services/normalize => ../normalize

replace github.com/wireroom/wireroom/services/enrich => ../enrich

replace github.com/wireroom/wireroom/services/publish => ../publish

tool github.com/nats-io/nats-server/v2
