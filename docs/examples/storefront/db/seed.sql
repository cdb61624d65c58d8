-- What a new database of this application begins with. envctl runs it once per data folder.
CREATE TABLE products (
    id    integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    name  text    NOT NULL UNIQUE,
    cents integer NOT NULL CHECK (cents >= 0)
);

INSERT INTO products (name, cents) VALUES
    ('Enamel mug', 1450),
    ('Linen notebook', 1290),
    ('Wool blanket', 8900),
    ('Beeswax candle', 990);
