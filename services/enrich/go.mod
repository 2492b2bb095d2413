module github.com/wireroom/wireroom/services/enrich

go 1.26.0

require github.com/wireroom/wireroom/pkg v0.0.0

require (
	github.com/abadojack/whatlanggo v1.0.1 // indirect
	github.com/clipperhouse/uax29/v2 v2.7.0 // indirect
	github.com/pemistahl/lingua-go v1.4.0 // indirect
	github.com/shopspring/decimal v1.3.1 // indirect
	github.com/stretchr/testify v1.12.1 // indirect
	golang.org/x/exp v0.0.0-20221106115401-f9659909a136 // indirect
	google.golang.org/protobuf v1.36.12 // indirect
	pgregory.net/rapid v1.3.0 // indirect
)

replace github.com/wireroom/wireroom/pkg => ../../pkg
