module github.com/wireroom/wireroom/services/publish

go 1.26.0

require github.com/wireroom/wireroom/pkg v0.0.0

require (
	github.com/danielgtaylor/huma/v2 v2.37.2 // indirect
	github.com/stretchr/testify v1.12.1 // indirect
	pgregory.net/rapid v1.3.0 // indirect
)

replace github.com/wireroom/wireroom/pkg => ../../pkg
