package email

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/mimetree"
)

// senders takes who wrote, who sent and over what list.
func (m *message) senders(it *ninjs.Item) {
	h := m.root.Header
	from := h.Get("From")
	if original := h.Get("X-Original-From"); original != "" {
		from = original // a mailing list wrote its own address there
	}
	var names []string
	reply := addresses(h.Get("Reply-To"), m.charset)
	for _, a := range addresses(from, m.charset) {
		if a.name != "" {
			names = append(names, a.name)
		}
		it.InfoSources = append(it.InfoSources, source("from", a, reply))
		reply = nil
	}
	it.By = strings.Join(names, ", ")
	for _, a := range addresses(h.Get("Sender"), m.charset) {
		if !strings.Contains(from, a.mail) {
			it.InfoSources = append(it.InfoSources, source("sender", a, nil))
		}
	}
	for _, name := range []string{"Organization", "Organisation"} {
		if text := m.text(name); text != "" {
			it.InfoSources = append(it.InfoSources, ninjs.InfoSource{Name: text, Role: "organization"})
		}
	}
	if id := h.Get("List-Id"); id != "" {
		it.InfoSources = append(it.InfoSources, listOf(id, m.charset))
	}
}

// source is a party by its name, else by its address, with the addresses to
// answer to.
func source(role string, a address, reply []address) ninjs.InfoSource {
	s := ninjs.InfoSource{Name: a.name, Role: role}
	if s.Name == "" {
		s.Name = a.mail
	}
	if a.mail != "" {
		s.ContactInfo = append(s.ContactInfo, ninjs.ContactInfo{Type: "email", Value: a.mail})
	}
	for _, r := range reply {
		if r.mail != "" && r.mail != a.mail {
			s.ContactInfo = append(s.ContactInfo, ninjs.ContactInfo{Type: "email", Role: "reply-to", Name: r.name, Value: r.mail})
		}
	}
	return s
}

// listOf reads "Quay News <news.quay.example>" (RFC 2919, 3).
func listOf(field, fallback string) ninjs.InfoSource {
	name, id, angle := cutLast(field, "<")
	if !angle {
		name, id = "", field
	}
	id = strings.Trim(id, "<> ")
	s := ninjs.InfoSource{Name: strings.Trim(mimetree.Words(strings.TrimSpace(name), fallback), `"`), Role: "list", Literal: id}
	if s.Name == "" {
		s.Name = id
	}
	return s
}
