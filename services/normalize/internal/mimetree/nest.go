package mimetree

import (
	"errors"
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// MaxDepth is how many documents may stand within each other.
const MaxDepth = 3

// Nested reads a document within another one, by its content type and its bytes,
// and names its format.
type Nested func(format.Input) (string, []format.Article, error)

// ErrDepth means that a document stands within too many others.
var ErrDepth = errors.New("documents within documents are read 3 deep")

// Read reads the part's decoded bytes as a document within in, and names its
// format. The error names the format that holds the part, and the part.
func (p *Part) Read(name string, in format.Input, data []byte, nested Nested) (string, []format.Article, *format.Error) {
	in.Data, in.ContentType, in.Depth = data, p.contentType(), in.Depth+1
	if in.Depth > MaxDepth {
		return "", nil, format.Errorf(name, contract.ReasonTooDeep, p.Where(), "%w", ErrDepth)
	}
	inner, articles, err := nested(in)
	if err != nil {
		return inner, nil, format.Errorf(name, ReasonOf(err), p.Where(), "%w", err)
	}
	for i := range articles {
		articles[i].Note("read as " + inner + " from " + p.Where())
	}
	return inner, articles, nil
}

// ReasonOf is the reason that a format's error names.
func ReasonOf(err error) contract.Reason {
	var fe *format.Error
	if errors.As(err, &fe) {
		return fe.Reason
	}
	return contract.ReasonMalformed
}

func (p *Part) contentType() string {
	if c := p.Params["charset"]; c != "" {
		return p.MediaType + `; charset="` + strings.Map(labelByte, c) + `"`
	}
	return p.MediaType
}

// Where names the part, for people.
func (p *Part) Where() string {
	switch {
	case p.Name != "":
		return "attachment " + p.Name
	case p.Field != "":
		return "form field " + p.Field
	default:
		return "attached " + p.MediaType
	}
}
