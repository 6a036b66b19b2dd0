-- +goose Up

-- How a form said that somebody comes: a receipt tells where.
ALTER TABLE receipts ADD COLUMN attendance text NOT NULL DEFAULT '';
