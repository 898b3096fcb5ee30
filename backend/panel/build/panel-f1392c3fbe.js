import{m128_CodeField as o,m128_PasswordField as s}from"./panel-bb4be05f52.js";export{o as a,s as b};
