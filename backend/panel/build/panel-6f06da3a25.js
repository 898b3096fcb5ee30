import{m158_useLoaded as o}from"./panel-806aa8423a.js";export{o as a};
