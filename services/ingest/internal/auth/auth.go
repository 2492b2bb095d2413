// Package auth finds out who asks: by a bearer key, or by an HMAC signature over
// a timestamp and the body.
//
// It decides nothing about what the caller may do, reads no body itself and takes
// the time from outside.
package auth

import (
	"errors"
	"strings"
)

// Errors say why a caller is unknown. None tells which providers exist.
var (
	ErrNone      = errors.New("there is neither an Authorization: Bearer header nor a Signature-Input nor a Wireroom-Signature")
	ErrKey       = errors.New("the key is not known")
	ErrScheme    = errors.New("the Authorization header should be: Bearer and the key")
	ErrSignature = errors.New("the signature does not fit: it should be HMAC-SHA256 over timestamp, a dot and the bytes as they are sent, with the provider's secret")
	ErrWeak      = errors.New("the form Wireroom-Signature is no longer taken: it leaves the method, the path and the headers unsigned. Sign by RFC 9421")
	ErrSyntax    = errors.New("the Wireroom-Signature header should be t=UNIXTIME,v1=HEX")
	ErrStale     = errors.New("the signature's time is more than five minutes from ours: sign each request anew, and set the clock")
)

// Bearer takes the key out of an Authorization header (RFC 6750, 2.1).
func Bearer(header string) (key string, err error) {
	scheme, key, ok := strings.Cut(header, " ")
	key = strings.Trim(key, " ")
	if !ok || !strings.EqualFold(scheme, "Bearer") || key == "" {
		return "", ErrScheme
	}
	return key, nil
}
