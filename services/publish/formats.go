package publish

import (
	"fmt"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/publish/internal/output"
	"github.com/wireroom/wireroom/services/publish/internal/output/content"
)

// Formats names the formats that an article can be had in, the default first.
func Formats() []string {
	var out []string
	for _, f := range output.Formats() {
		out = append(out, f.Name)
	}
	return out
}

// WriteAs writes an article in a format as the API does; data is its ninjs 3.1. It
// gives the content type too.
func WriteAs(format string, e *contract.Envelope, data []byte) (out []byte, contentType string, err error) {
	for _, f := range output.Articles() {
		if f.Name != format {
			continue
		}
		a, err := content.New(e, data)
		if err != nil {
			return nil, "", err
		}
		out, err = f.Write(a)
		return out, f.ContentType(), err
	}
	return nil, "", fmt.Errorf("format %q is none of %v", format, Formats())
}
