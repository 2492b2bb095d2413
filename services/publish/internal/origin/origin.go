// Package origin knows by which address consumers reach publish: the setting's, else what a
// trusted proxy says of the request, else what the request itself says.
//
// It must not decide anything by it: an address is what is written into answers.
package origin

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

type key struct{}

// Check reports what is wrong with the setting WIREROOM_PUBLISH_PUBLIC_URL. Empty is fine.
func Check(address string) error {
	if address == "" {
		return nil
	}
	u, err := url.Parse(address)
	if err == nil && (u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "") {
		err = errors.New("it should be like https://news.example.org, without a path")
	}
	if err != nil {
		return fmt.Errorf("WIREROOM_PUBLISH_PUBLIC_URL is %q: %w", address, err)
	}
	return nil
}

// Wrap gives requests the address that was set. Without one, X-Forwarded-Proto and
// X-Forwarded-Host count where trusted says that a request comes through a proxy of ours.
func Wrap(set string, trusted func(*http.Request) bool, next http.Handler) http.Handler {
	set = strings.TrimRight(set, "/")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		address := set
		if address == "" && trusted(r) {
			address = forwarded(r)
		}
		if address != "" {
			r = r.WithContext(context.WithValue(r.Context(), key{}, address))
		}
		next.ServeHTTP(w, r)
	})
}

// forwarded is what the nearest proxy says; empty where it says nothing that is usable.
func forwarded(r *http.Request) string {
	scheme, host := last(r.Header.Values("X-Forwarded-Proto")), last(r.Header.Values("X-Forwarded-Host"))
	if scheme == "" && host == "" {
		return ""
	}
	if scheme == "" {
		scheme = plain(r)
	}
	if host == "" {
		host = r.Host
	}
	if address := strings.ToLower(scheme) + "://" + host; Check(address) == nil {
		return address
	}
	return ""
}

// last is the value that the nearest proxy added.
func last(values []string) string {
	all := strings.Split(strings.Join(values, ","), ",")
	return strings.TrimSpace(all[len(all)-1])
}

func plain(r *http.Request) string {
	if r.TLS != nil {
		return "https"
	}
	return "http"
}

// Of gives the address of the service as the request's sender knows it: scheme and host,
// without a slash at the end.
func Of(r *http.Request) string {
	if address, ok := r.Context().Value(key{}).(string); ok {
		return address
	}
	if r.URL.Scheme != "" && r.URL.Host != "" { // a request that we make of ourselves
		return r.URL.Scheme + "://" + r.URL.Host
	}
	return plain(r) + "://" + r.Host
}

// Host is the host, and the port if it has one, of an address as Of gives it.
func Host(r *http.Request) string {
	_, host, _ := strings.Cut(Of(r), "://")
	return host
}
