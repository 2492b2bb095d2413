// Package chart writes the table of a Helm chart's values from its schema, and makes
// what Helm renders comparable: what is generated anew each time is struck out.
//
// It renders nothing itself and knows nothing of what the values mean.
package chart
