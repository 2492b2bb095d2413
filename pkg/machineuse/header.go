package machineuse

import (
	"net/http"
	"strings"
)

// Header reads what the headers of an HTTP answer, or of a push, say about its body:
// tdm-reservation and tdm-policy (TDMRep), Content-Usage (IETF), X-Robots-Tag without the
// name of one robot, and Link with rel=license (RSL 1.0), whose address is the policy.
func Header(h http.Header) (use Use, notes []string) {
	use, notes = TDM(h.Get("Tdm-Reservation"), h.Get("Tdm-Policy"))
	for _, value := range h.Values("Content-Usage") {
		one, more := ContentUsage(value)
		use, notes = use.And(one), append(notes, more...)
	}
	for _, value := range h.Values("X-Robots-Tag") {
		if namesRobot(value) {
			continue
		}
		one, more := Robots(value)
		use, notes = use.And(one), append(notes, more...)
	}
	if license := LicenseLink(h.Values("Link")); license != "" {
		use = use.And(Use{Policy: license})
	}
	return use, notes
}

// namesRobot reports whether an X-Robots-Tag is for one robot ("otherbot: noai"). Two
// directives have a colon too.
func namesRobot(value string) bool {
	name, _, ok := strings.Cut(value, ":")
	name = strings.ToLower(strings.TrimSpace(name))
	if i := strings.LastIndexAny(name, ", "); i >= 0 {
		return false
	}
	return ok && !strings.HasPrefix(name, "max-") && name != "unavailable_after"
}

// LicenseLink gives the address of an RSL licence out of Link headers (RFC 8288):
// <https://example.org/license.xml>; rel="license"; type="application/rsl+xml".
func LicenseLink(links []string) string {
	for _, link := range strings.Split(strings.Join(links, ","), ",") {
		target, params, _ := strings.Cut(link, ">")
		lower := strings.ToLower(params)
		if strings.Contains(lower, "license") && strings.Contains(lower, MediaTypeRSL) {
			return Address(strings.TrimPrefix(strings.TrimSpace(target), "<"))
		}
	}
	return ""
}

// MediaTypeRSL is the media type of an RSL document.
const MediaTypeRSL = "application/rsl+xml"
