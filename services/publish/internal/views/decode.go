package views

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/wireroom/wireroom/pkg/contract"
)

// firstRead is how much is reserved for a body before it arrives, in bytes: some hundred views.
const firstRead = 16 << 10

// read takes one view, an array of views, or {"views": [...]}.
// length is how long it is told to be, -1 where that is not told.
func read(body io.Reader, length int64) ([]byte, []view, int, error) {
	var all bytes.Buffer
	// a caller may promise much and send nothing: what most requests have is reserved, the rest as it comes
	all.Grow(int(min(max(length, 0), firstRead)) + bytes.MinRead)
	_, err := all.ReadFrom(body)
	data := all.Bytes()
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, nil, http.StatusRequestEntityTooLarge, fmt.Errorf("a request holds %d bytes at most", maxBody)
	case err != nil:
		return nil, nil, http.StatusBadRequest, fmt.Errorf("the body broke off: %w", err)
	}
	list, status, err := decodeViews(data)
	return data, list, status, err
}

func decodeViews(data []byte) (list []view, status int, err error) {
	list, plain := plainViews(data)
	if plain {
		// nothing more to read
	} else if data = bytes.TrimSpace(data); bytes.HasPrefix(data, []byte("[")) {
		err = json.Unmarshal(data, &list)
	} else {
		var one struct {
			view
			Views []view `json:"views"`
		}
		if err = json.Unmarshal(data, &one); err == nil {
			if list = one.Views; one.Article != "" {
				list = append(list, one.view)
			}
		}
	}
	if err != nil {
		return nil, http.StatusBadRequest, fmt.Errorf("the body is not JSON of one view, an array of views, or {\"views\": [...]}: %w", err)
	}
	if len(list) == 0 || len(list) > maxBatch {
		return nil, http.StatusUnprocessableEntity, fmt.Errorf("a request holds 1 to %d views, this one %d", maxBatch, len(list))
	}
	for i, v := range list {
		if !contract.ValidArticle(v.Article) {
			return nil, http.StatusUnprocessableEntity, fmt.Errorf("view %d: %q is not an article id", i, v.Article)
		}
	}
	return list, 0, nil
}
