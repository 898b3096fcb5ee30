import{m128_CodeField as o,m128_PasswordField as s}from"./panel-a6f4ca9cd4.js";export{o as a,s as b};
