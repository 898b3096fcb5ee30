import{m128_CodeField as o,m128_PasswordField as s}from"./panel-bbe3b4f1e4.js";export{o as a,s as b};
