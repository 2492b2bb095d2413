package email

import (
	"net/http"

	"github.com/wireroom/wireroom/pkg/machineuse"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// machineUse reads the fields that say in mail what they say in HTTP: what machines may do
// with the text.
func (m *message) machineUse(a *format.Article) {
	h := http.Header{}
	for _, name := range []string{"Tdm-Reservation", "Tdm-Policy", "Content-Usage", "X-Robots-Tag"} {
		if value := m.text(name); value != "" {
			h.Set(name, value)
		}
	}
	use, notes := machineuse.Header(h)
	a.MachineUse = use
	a.Notes = append(a.Notes, notes...)
}
