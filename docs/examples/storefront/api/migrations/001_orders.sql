CREATE TABLE orders (
    id         integer     PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    product_id integer     NOT NULL REFERENCES products (id),
    quantity   integer     NOT NULL CHECK (quantity > 0),
    ordered_at timestamptz NOT NULL DEFAULT now()
);
