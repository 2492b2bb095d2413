package format

import "github.com/wireroom/wireroom/pkg/contract"

// Spent is the error of a delivery that holds more articles than the budget of one
// delivery has (contract.MaxArticles), nil if it does not. n is how many were
// counted, before they are read. Nothing of such a delivery is read.
func Spent(name string, n int) *Error {
	if n <= contract.MaxArticles {
		return nil
	}
	return Errorf(name, contract.ReasonTooManyArticles, "", "%d articles in one delivery, at most %d are read", n, contract.MaxArticles)
}
