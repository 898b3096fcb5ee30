import{m128_CodeField as o,m128_PasswordField as s}from"./panel-ea846d7a90.js";export{o as a,s as b};
