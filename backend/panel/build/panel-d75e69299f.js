import{m128_CodeField as o,m128_PasswordField as s}from"./panel-bc45bd96a5.js";export{o as a,s as b};
