import{m128_CodeField as o,m128_PasswordField as s}from"./panel-872c0a5aa3.js";export{o as a,s as b};
