package provider

import (
	"fmt"
	"os"
	"strings"

	"github.com/wireroom/wireroom/pkg/configfile"
	"github.com/wireroom/wireroom/pkg/service"
)

// minSecret is the least length of a secret in bytes: RFC 2104 wants no less than
// the hash's half, and what is shorter was made up by somebody.
const minSecret = 16

// secretRef is one HMAC secret as the file gives it: exactly one of the three.
type secretRef struct {
	Secret string `yaml:"secret,omitempty"` // itself
	File   string `yaml:"file,omitempty"`   // a file that holds nothing else
	Env    string `yaml:"env,omitempty"`    // an environment variable
}

func secrets(refs []secretRef) ([]service.Secret, error) {
	var out []service.Secret
	for i, ref := range refs {
		text, err := ref.read()
		if err != nil {
			return nil, fmt.Errorf("secret %d: %w", i+1, err)
		}
		if len(text) < minSecret {
			return nil, fmt.Errorf("secret %d has %d bytes: it should have %d at least", i+1, len(text), minSecret)
		}
		out = append(out, service.NewSecret(text))
	}
	return out, nil
}

func (r secretRef) read() (string, error) {
	switch {
	case r.Secret != "" && r.File == "" && r.Env == "":
		return r.Secret, nil
	case r.File != "" && r.Secret == "" && r.Env == "":
		data, err := configfile.Read(r.File, maxFile)
		if err != nil {
			return "", err
		}
		return strings.TrimRight(string(data), "\r\n"), nil
	case r.Env != "" && r.Secret == "" && r.File == "":
		text, ok := os.LookupEnv(r.Env)
		if !ok {
			return "", fmt.Errorf("the environment has no variable %s", r.Env)
		}
		return text, nil
	}
	return "", fmt.Errorf("it should have one of secret, file and env")
}
