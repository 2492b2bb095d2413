package mapped

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

// The IPTC's schemes (cv.iptc.org/newscodes).
const (
	subjectCodes = "http://cv.iptc.org/newscodes/subjectcode/"
	mediaTopics  = "http://cv.iptc.org/newscodes/mediatopic/"
	genres       = "http://cv.iptc.org/newscodes/genre/"
)

func readURI(v *yaml.Node, key string) (func(setting, node) ([]node, error), error) {
	if v == nil {
		return nil, errors.New("needs what stands before the value")
	}
	frame, err := text(v, key)
	before, after, _ := strings.Cut(frame, "{}")
	if err == nil && !ninjs.URI(before+"x"+after).Valid() {
		err = errorf(v, key, "%q makes no absolute URI", frame)
	}
	return func(_ setting, from node) ([]node, error) {
		return uriNode(before, strings.TrimSpace(from.text()), after, from)
	}, err
}

func uriNode(before, value, after string, from node) ([]node, error) {
	if value == "" {
		return nil, nil
	}
	uri := before + escaped(value) + after
	if !ninjs.URI(uri).Valid() {
		return nil, fmt.Errorf("%.40q makes no absolute URI", value)
	}
	return one(uri, from), nil
}

// escaped percent-encodes what no URI may hold (RFC 3986, 2).
func escaped(s string) string {
	var b strings.Builder
	for i := range len(s) {
		switch c := s[i]; {
		case c|0x20 >= 'a' && c|0x20 <= 'z', c >= '0' && c <= '9', strings.IndexByte("-._~!$&'()*+,;=:@/?", c) >= 0:
			b.WriteByte(c)
		case c == '%' && i+2 < len(s) && strings.Trim(s[i+1:i+3], "0123456789abcdefABCDEF") == "":
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

func readSubject(v *yaml.Node, key string) (func(setting, node) ([]node, error), error) {
	if v == nil {
		return nil, errors.New("needs iptc, or what stands before the code")
	}
	scheme, err := text(v, key)
	if err == nil && scheme == "iptc" {
		return toIPTC, nil
	}
	if err != nil {
		return nil, err
	}
	return readURI(v, key)
}

// toIPTC takes numbers of eight digits; systems that hold them as numbers lose the
// leading zero of the subject codes.
func toIPTC(_ setting, from node) ([]node, error) {
	code := strings.TrimSpace(from.text())
	n, err := strconv.ParseUint(code, 10, 32)
	switch {
	case code == "":
		return nil, nil
	case err != nil || n < 1_000_000 || n >= 100_000_000 || len(code) > 8:
		return nil, fmt.Errorf("%.40q is no code of the IPTC", code)
	case n >= 20_000_000:
		return uriNode(mediaTopics, code, "", from)
	default:
		return uriNode(subjectCodes, fmt.Sprintf("%08d", n), "", from)
	}
}

func readQCode(v *yaml.Node, key string) (func(setting, node) ([]node, error), error) {
	schemes := map[string]string{"subj": subjectCodes, "medtop": mediaTopics, "genre": genres}
	if v != nil {
		own, err := table(v, key)
		if err != nil {
			return nil, err
		}
		for alias, address := range own {
			if !ninjs.URI(address + "x").Valid() {
				return nil, errorf(v, key+"."+alias, "%q makes no absolute URI", address)
			}
			schemes[alias] = address
		}
	}
	return func(_ setting, from node) ([]node, error) {
		said := strings.TrimSpace(from.text())
		alias, code, ok := strings.Cut(said, ":")
		switch {
		case said == "":
			return nil, nil
		case !ok || schemes[alias] == "":
			return nil, fmt.Errorf("%.40q has no alias that the mapping knows", said)
		default:
			return uriNode(schemes[alias], code, "", from)
		}
	}, nil
}

// toPoint makes GeoJSON (RFC 7946, 3.1.2), whose longitude comes first.
func toPoint(_ setting, from node) ([]node, error) {
	said := strings.FieldsFunc(from.text(), func(r rune) bool { return strings.ContainsRune(" ,;/\t\n\r", r) })
	if len(said) == 0 {
		return nil, nil
	}
	if len(said) != 2 {
		return nil, fmt.Errorf("%.40q is no latitude and longitude", from.text())
	}
	lat, err := strconv.ParseFloat(said[0], 64)
	lon, err2 := strconv.ParseFloat(said[1], 64)
	if err != nil || err2 != nil || !(lat >= -90 && lat <= 90) || !(lon >= -180 && lon <= 180) {
		return nil, fmt.Errorf("%.40q is no latitude and longitude", from.text())
	}
	data, err := json.Marshal(map[string]any{"type": "Point", "coordinates": []float64{lon, lat}})
	return one(string(data), from), err
}
