package auth

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/wireroom/wireroom/pkg/service"
)

// SignatureHeader carries a signature: t=UNIXTIME,v1=HEX. While a secret is being
// changed there may be a v1 of each; what begins otherwise is ignored, for
// schemes to come.
//
// A signature that somebody caught can be sent again for as long as Window lasts.
// It is not remembered: the same body again is a delivery whose articles come out
// as duplicates, or, with an Idempotency-Key, the same delivery; nothing is
// published twice. TLS is what keeps it from being caught.
const SignatureHeader = "Wireroom-Signature"

// ProviderHeader names the provider of a signed request whose address doesn't.
const ProviderHeader = "Wireroom-Provider"

// Window is how far a signature's time may be from ours, either way.
const Window = 5 * time.Minute

// maxSums bounds how many sums of a header are compared.
const maxSums = 4

// Signature is a signature as it was sent.
type Signature struct {
	stamp string // as it was written: it is part of what is signed
	at    time.Time
	sums  [][]byte
}

// ParseSignature reads a header; the error is ErrSyntax.
func ParseSignature(header string) (Signature, error) {
	var s Signature
	for part := range strings.SplitSeq(header, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		switch name {
		case "t":
			unix, err := strconv.ParseInt(value, 10, 64)
			if err != nil || s.stamp != "" {
				return Signature{}, ErrSyntax
			}
			s.stamp, s.at = value, time.Unix(unix, 0)
		case "v1":
			sum, err := hex.DecodeString(value)
			if err != nil || len(sum) != sha256.Size || len(s.sums) == maxSums {
				return Signature{}, ErrSyntax
			}
			s.sums = append(s.sums, sum)
		}
	}
	if s.stamp == "" || len(s.sums) == 0 {
		return Signature{}, ErrSyntax
	}
	return s, nil
}

// ID tells what was signed, and when, from all else.
func (s Signature) ID(content []byte) string {
	sum := sha256.Sum256(slices.Concat([]byte(s.stamp+"."), content))
	return hex.EncodeToString(sum[:])
}

// Weak is true: neither method nor headers are signed.
func (s Signature) Weak() bool { return true }

// Fresh is nil if the signature was made within Window of now, else ErrStale.
func (s Signature) Fresh(now time.Time) error {
	if off := now.Sub(s.at); off > Window || off < -Window {
		return ErrStale
	}
	return nil
}

// Verify is nil if one of the secrets signed content, else ErrSignature. It takes
// the same time whichever bytes differ, and as long for no secret as for one: who
// has none, or is not there at all, isn't told by a clock.
func (s Signature) Verify(secrets []service.Secret, content []byte) error {
	err := ErrSignature
	if len(secrets) == 0 {
		_ = sum("", s.stamp, content)
	}
	for _, secret := range secrets {
		want := sum(secret.Value(), s.stamp, content)
		for _, got := range s.sums {
			if hmac.Equal(want, got) {
				err = nil
			}
		}
	}
	return err
}

// Sign makes the header for content, as a provider does.
func Sign(secret string, at time.Time, content []byte) string {
	stamp := strconv.FormatInt(at.Unix(), 10)
	return "t=" + stamp + ",v1=" + hex.EncodeToString(sum(secret, stamp, content))
}

func sum(secret, stamp string, content []byte) []byte {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(stamp))
	mac.Write([]byte{'.'})
	mac.Write(content)
	return mac.Sum(nil)
}
